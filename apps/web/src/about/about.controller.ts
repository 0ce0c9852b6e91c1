import { Controller, Get } from '@nestjs/common';
import { page, type Answer } from '../layout/answers.js';
import { Open } from '../session/access.js';
import { Sessions } from '../session/sessions.js';

/** Pages that the law and good manners ask for; for everybody. */
@Controller()
@Open()
export class AboutController {
  constructor(private readonly sessions: Sessions) {}

  @Get('about')
  about(): Answer {
    return page('about/about', { title: 'About Concordat' });
  }

  @Get('privacy')
  privacy(): Answer {
    return page('about/privacy', { title: 'Privacy' });
  }

  @Get('cookies')
  cookies(): Answer {
    return page('about/cookies', { title: 'Cookies', cookieName: this.sessions.cookieName });
  }

  @Get('accessibility')
  accessibility(): Answer {
    return page('about/accessibility', { title: 'Accessibility statement' });
  }
}
