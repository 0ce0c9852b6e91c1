/** The time as the service sees it. Everything that asks for the time asks this, so that a test can set it. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
