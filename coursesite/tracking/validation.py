def validate(statement: dict, version: str) -> list[str]:
    return []
