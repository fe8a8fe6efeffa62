export const from = process.env.WRENLETTER_FROM;

// ok: hidden-recipient
export const addressed = ({ to }, answersTo = from) => ({ from, to, replyTo: answersTo });
