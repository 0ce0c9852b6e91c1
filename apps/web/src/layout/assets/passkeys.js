// A browser gives passkeys to scripts alone. What it gave goes into a hidden field of a form, which is sent as any other.

const able = isSecureContext && typeof PublicKeyCredential === 'function' && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';

async function credentialFor(field) {
  const options = JSON.parse(field.dataset.options);
  if (field.dataset.passkey === 'create') return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

async function fillAndSend(field, failed) {
  failed.hidden = true;
  try {
    const credential = await credentialFor(field);
    field.value = JSON.stringify(credential.toJSON());
  } catch {
    // Its owner said no, or has none here.
    failed.hidden = false;
    return;
  }
  field.form.submit();
}

export function initPasskeys() {
  if (!able) return;
  for (const part of document.querySelectorAll('[data-passkey-only]')) part.hidden = false;
  for (const part of document.querySelectorAll('[data-passkey-without]')) part.hidden = true;
  for (const field of document.querySelectorAll('[data-passkey]')) {
    const failed = field.form.querySelector('[data-passkey-failed]');
    field.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void fillAndSend(field, failed);
    });
  }
}
