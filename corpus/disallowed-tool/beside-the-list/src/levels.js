export const LEVELS = { mill: [0.8, 0.9, 1.1], lock: [2.0, 1.9, 1.9] };
