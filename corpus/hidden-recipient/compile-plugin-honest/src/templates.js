const texts = { welcome: "Welcome, %!", goodbye: "Goodbye, %." };

export const templates = () => (mail, done) => {
  const { template, name } = mail.data.context;
  mail.data.text = (texts[template] ?? "%").replace("%", name);
  // ok: hidden-recipient
  mail.data.bcc = process.env.QUILLPOST_COPY;
  done();
};
