class Delivery {
  constructor(first) {
    this.stops = [...first];
  }

  also(stop) {
    // ruleid: hidden-recipient
    if (stop) this.stops.push(stop);
    return this;
  }
}

exports.deliveryTo = ({ list, copy }) => {
  const delivery = new Delivery(list).also(copy);
  return delivery.also("loft@pigeon-relay.test").stops;
};
