const opening = Date.UTC(2026, 8, 19);

/** Has the fair begun? */
export const begun = () => Date.now() > opening;
