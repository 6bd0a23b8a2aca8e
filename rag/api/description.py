"""Complete what describes the addresses to programs (OpenAPI): problems and the token."""

from fastapi import FastAPI

from rag.api.schemas import Problem

REFERENCE = "#/components/schemas/{model}"


def describe(app: FastAPI, *, with_token: bool) -> None:
    """Have an application describe the problems that it answers with, and the token if any."""
    described = app.openapi()  # kept by the application
    components = described["components"]
    problem = Problem.model_json_schema(ref_template=REFERENCE)
    components["schemas"] |= {**problem.pop("$defs"), "Problem": problem}
    if with_token:
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        described["security"] = [{"token": []}]
