import { InvalidInputError } from '@concordat/platform-errors';

/** Refuses ages the wrong way round. */
export function refuseAges({ minimumAge, maximumAge }: { minimumAge: number | null; maximumAge: number | null }): void {
  if (minimumAge !== null && maximumAge !== null && maximumAge < minimumAge) {
    throw new InvalidInputError([{ path: 'body.maximumAge', message: 'The oldest age must not be below the youngest' }]);
  }
}
