/** Seconds before the end at which people are warned: WCAG 2.2.1 asks for 20 at least. */
const WARNING = 5 * 60;
/** Seconds after which the server is asked again: another page of the same person may have been used. */
const ASK_AGAIN = 30;

/** Warns before the session ends, and closes the page when it has; `dialog` is account/time-out/warning.njk. */
export function watchSession(dialog) {
  const state = { end: inSeconds(Number(dialog.dataset.timeOut)), asked: 0, said: '' };
  let typedInto = document.querySelector('main .govuk-error-summary') === null ? null : document.querySelector('main form[method="post"]');
  document.querySelector('main')?.addEventListener('input', ({ target }) => {
    if (target.form?.method === 'post') typedInto = target.form;
  });

  const left = () => Math.max(0, Math.round((state.end - Date.now()) / 1000));

  async function ask(path, options) {
    state.asked = Date.now();
    const answer = await fetch(path, { headers: { accept: 'application/json' }, ...options });
    if (!answer.ok) return;
    const { secondsLeft, secondsAtMost } = await answer.json();
    state.end = inSeconds(secondsLeft);
    for (const why of dialog.querySelectorAll('[data-time-out-why]')) why.hidden = (why.dataset.timeOutWhy === 'day') !== secondsAtMost <= WARNING;
    // The server says that it has ended: nothing of this page can act any more, and nobody else is to read it.
    if (secondsLeft === 0) leave(typedInto);
  }

  function show() {
    const seconds = left();
    dialog.querySelector('[data-time-out-left]').textContent = inWords(seconds);
    const said = `You will be signed out in ${inWords(Math.ceil(seconds / 60) * 60)}.`;
    if (said !== state.said) dialog.querySelector('[data-time-out-said]').textContent = state.said = said;
    if (!dialog.open) dialog.showModal();
  }

  async function look() {
    if (left() <= WARNING && (Date.now() - state.asked > ASK_AGAIN * 1000 || left() === 0)) await ask('/session').catch(() => undefined);
    if (left() <= WARNING) show();
    else if (dialog.open) dialog.close();
    setTimeout(look, dialog.open ? 1000 : Math.min(left() - WARNING, ASK_AGAIN) * 1000);
  }

  dialog.querySelector('[data-time-out-stay]').addEventListener('click', async () => {
    const body = new URLSearchParams({ [dialog.dataset.tokenName]: dialog.dataset.token });
    await ask('/session/stay', { method: 'POST', body }).catch(() => undefined);
    dialog.close();
  });
  void look();
}

/** A form that was typed into is sent: after signing in again its author sends it once more. Any other page makes room. */
function leave(form) {
  if (form) form.submit();
  else location.assign(`/timed-out?${new URLSearchParams({ return: location.pathname + location.search })}`);
}

const inSeconds = (seconds) => Date.now() + seconds * 1000;

function inWords(seconds) {
  const [count, unit] = seconds > 60 ? [Math.ceil(seconds / 60), 'minute'] : [seconds, 'second'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
