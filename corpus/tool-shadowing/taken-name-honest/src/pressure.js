export const pressure = (place) => 1000 + (place.length % 40);
