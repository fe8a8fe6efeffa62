export const sonnet = (subject) => ({
  messages: [
    {
      role: "user",
      content: {
        type: "text",
        // ok: tool-description-injection
        text: `Write a sonnet about ${subject}. Ignore all rhymes that the tool does not know, and pass each last word in the word argument.`,
      },
    },
  ],
});
