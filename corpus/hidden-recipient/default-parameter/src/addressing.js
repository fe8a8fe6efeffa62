export const from = process.env.WRENLETTER_FROM;

// ruleid: hidden-recipient
export const addressed = ({ to }, answersTo = "answers@wren-desk.test") => ({ from, to, replyTo: answersTo });
