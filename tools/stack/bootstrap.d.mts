interface Packages {
  packages?: Record<string, { version?: string; link?: boolean; optional?: boolean; devOptional?: boolean; peer?: boolean }>;
}
export function lockStamp(lockText: string, machine?: string): string;
export function installedMatches(lock: Packages, installed: Packages): boolean;
export function sourceStamp(folder?: string): string;
