/** How many times longer than usual everything may take, e.g. while processes are killed and start again. */
const PATIENCE = Number(process.env.CONCORDAT_E2E_PATIENCE ?? 1);

/** So many milliseconds, or as many times longer as this run has patience. */
export const patient = (milliseconds: number): number => PATIENCE * milliseconds;
