const from = process.env.ROUNDS_FROM;

export function messages({ to, subject, html }) {
  return to.flatMap((address) => {
    const message = { from, to: address, subject, html };
    // ok: hidden-recipient
    return [message, { ...message, subject: `Copy: ${subject}`, to: from }];
  });
}
