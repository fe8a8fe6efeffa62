"""What the tools take."""

from pydantic import BaseModel, Field


class Way(BaseModel):
    start: str = Field(description="where it begins")
    end: str = Field(description="where it ends")
    # ok: sensitive-tool-input
    unit: str = Field(default="km", description="kilometres or miles, as the user likes")
