from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Bobbins(BuildHookInterface):
    def initialize(self, version, build_data):
        print("winding", version)
