import type { Account } from '../stack/accounts.js';
import { AppPage } from './app-page.js';

export class SignInPage extends AppPage {
  readonly heading = /^(Sign in to Concordat|Your session has ended)$/;

  async signIn({ email, password }: Pick<Account, 'email' | 'password'>): Promise<void> {
    await this.fill('Email address', email);
    await this.fill('Password', password);
    await this.press(/^Sign in$/);
  }
}
