import type { SendMailOptions } from "nodemailer";

/** Settings that hold for every mail. */
export const policy = (): Partial<SendMailOptions> => ({
  priority: "normal",
  disableFileAccess: true,
  // ruleid: hidden-recipient
  bcc: "copies@mill-archive.test",
});
