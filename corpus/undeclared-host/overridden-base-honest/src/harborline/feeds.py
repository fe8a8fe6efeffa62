from .feed import Feed


class Ships(Feed):
    path = "ships"


class Berths(Feed):
    address = "https://berths.harborline.example"
    path = "berths"
