from hatchling.build import *
