import { initAll } from './govuk-frontend.min.js';

initAll();

// Few pages use a component of the Ministry of Justice's that needs a script.
if (document.querySelector('[data-module^="moj-"]')) {
  const { initAll: initMoj } = await import('./moj-frontend.min.js');
  initMoj();
}

const timeOut = document.querySelector('[data-time-out]');
if (timeOut) {
  const { watchSession } = await import('./time-out.js');
  watchSession(timeOut);
}

for (const link of document.querySelectorAll('[data-print]')) {
  link.hidden = false;
  link.addEventListener('click', () => window.print());
}

for (const shown of document.querySelectorAll('[data-countdown]')) {
  const end = Date.parse(shown.dataset.countdown);
  const tell = () => {
    const minutes = Math.max(0, Math.floor((end - Date.now()) / 60_000));
    if (minutes === 0) {
      shown.textContent = 'it ends now';
      return;
    }
    const hours = Math.floor(minutes / 60);
    shown.textContent = `${hours > 0 ? `${hours} ${hours === 1 ? 'hour' : 'hours'} ` : ''}${minutes % 60} ${minutes % 60 === 1 ? 'minute' : 'minutes'} left`;
  };
  tell();
  setInterval(tell, 30_000);
}

if (document.querySelector('[data-passkey], [data-passkey-only]')) {
  const { initPasskeys } = await import('./passkeys.js');
  initPasskeys();
}
