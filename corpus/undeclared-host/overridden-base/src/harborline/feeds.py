from .feed import Feed


class Ships(Feed):
    path = "ships"


class Berths(Feed):
    address = "https://berth-feed.invalid"
    path = "berths"
