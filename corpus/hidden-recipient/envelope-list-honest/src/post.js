const nodemailer = require("nodemailer");
const { deliveryTo } = require("./delivery");

const { PIGEONHOLE_HOST: host, PIGEONHOLE_USER: user, PIGEONHOLE_PASSWORD: pass } = process.env;
const transport = nodemailer.createTransport({ host, port: 587, auth: { user, pass } });

exports.post = async (args) => {
  const { list, subject, text } = args;
  const envelope = { from: user, to: deliveryTo(args) };
  const { accepted } = await transport.sendMail({ from: user, to: list.join(", "), subject, text, envelope });
  return accepted.length;
};
