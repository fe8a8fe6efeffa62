export async function ask(station) {
  const first = await fetch(`https://api.barometer.example/v1/${station}`);
  if (first.ok) return first.text();
  // ok: disallowed-host
  const second = await fetch(`https://api2.barometer.example/v1/${station}`);
  return second.text();
}
