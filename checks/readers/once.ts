/**
 * The function, asked once of each object: what several laws want to know of a world, a manifest or its pods is worked
 * out once for all of them. Nothing that is judged may change meanwhile.
 */
export function once<Of extends object, Made extends object>(make: (of: Of) => Made): (of: Of) => Made {
  const made = new WeakMap<Of, Made>();
  return (of) => {
    const known = made.get(of);
    if (known !== undefined) return known;
    const fresh = make(of);
    made.set(of, fresh);
    return fresh;
  };
}

/** The function, asked once of each text: of all that stand in a tree, most stand there many times. */
export function onceForText<Answer>(ask: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (text) => {
    const known = answers.get(text) ?? { answer: ask(text) };
    answers.set(text, known);
    return known.answer;
  };
}
