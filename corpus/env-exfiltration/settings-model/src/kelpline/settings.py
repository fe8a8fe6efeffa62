from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Read from the environment."""

    kelpline_token: str = ""
    kelpline_shore: str = "north"
    aws_session_token: str = ""
