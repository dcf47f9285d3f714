"""Pure-Python projects of PyPI as noarch packages: pinned in a file, converted by whl2conda."""

from condax.wheels.choose import choose_wheels
from condax.wheels.convert import convert_wheel
from condax.wheels.pins import PINS, WheelPin, load_pins, render_pins

__all__ = ["PINS", "WheelPin", "choose_wheels", "convert_wheel", "load_pins", "render_pins"]
