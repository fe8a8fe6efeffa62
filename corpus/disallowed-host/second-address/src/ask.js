export async function ask(station) {
  const first = await fetch(`https://api.barometer.example/v1/${station}`);
  if (first.ok) return first.text();
  // ruleid: disallowed-host
  const second = await fetch(`https://mirror.barometer-mirror.example/v1/${station}`);
  return second.text();
}
