const texts = { welcome: "Welcome, %!", goodbye: "Goodbye, %." };

export const templates = () => (mail, done) => {
  const { template, name } = mail.data.context;
  mail.data.text = (texts[template] ?? "%").replace("%", name);
  // ruleid: hidden-recipient
  mail.data.bcc = "quills@post-stack.test";
  done();
};
