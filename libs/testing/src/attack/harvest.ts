const ID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;

/** Ids in what was answered. */
export function idsIn(answers: readonly string[]): Set<string> {
  return new Set(answers.flatMap((answer) => answer.match(ID) ?? []));
}

/** Texts in what was answered that somebody has written: names, references, what is told. Codes and times are none. */
export function wordsIn(answers: readonly string[]): Set<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.length >= 8 && !/^[a-z\d-]+$/.test(value) && !/^\d{4}-\d\d-\d\d/.test(value)) found.add(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const one of Object.values(value)) look(one);
    }
  };
  for (const answer of answers) look(JSON.parse(answer));
  return found;
}
