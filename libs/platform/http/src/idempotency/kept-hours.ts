/** How long a first answer can be given again. */
export const KEPT_HOURS = 24;
