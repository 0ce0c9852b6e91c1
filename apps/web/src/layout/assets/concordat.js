import { initAll } from './govuk-frontend.min.js';

initAll();

// Few pages use a component of the Ministry of Justice's that needs a script.
if (document.querySelector('[data-module^="moj-"]')) {
  const { initAll: initMoj } = await import('./moj-frontend.min.js');
  initMoj();
}

for (const link of document.querySelectorAll('[data-print]')) {
  link.hidden = false;
  link.addEventListener('click', () => window.print());
}
