from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Read from the environment."""

    kelpline_token: str = ""
    kelpline_shore: str = "north"
    kelpline_session_token: str = ""
