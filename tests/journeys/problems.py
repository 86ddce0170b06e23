"""Answers that say what is wrong (RFC 9457)."""

from typing import Any

import httpx

from tests.journeys.site import json_of


def problem_of(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem in an answer that must be one."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = json_of(answer, status)
    assert problem["status"] == status
    assert problem["title"]
    return problem


def named_fields(answer: httpx.Response) -> list[str]:
    """The fields that the answer names, each with a sentence."""
    problem = problem_of(answer, 422)
    assert all(error["detail"] for error in problem["errors"])
    return [error["field"] for error in problem["errors"]]
