"""What to tell people about a value that does not fit its type."""

from typing import Any

from msgspec import inspect

from shared.translations import N_

FILL_IN = N_("Please fill this in.")
SENTENCES: dict[type[inspect.Type], str] = {
    inspect.StrType: N_("Please write text."),
    inspect.IntType: N_("Please give a whole number."),
    inspect.FloatType: N_("Please give a number."),
    inspect.BoolType: N_("Please answer yes or no."),
    inspect.DateTimeType: N_("Please give a date and a time, such as 2027-05-31T18:30."),
    inspect.DateType: N_("Please give a date, such as 2027-05-31."),
    inspect.EnumType: N_("Please choose one of: %(choices)s."),
    inspect.LiteralType: N_("Please choose one of: %(choices)s."),
    inspect.UUIDType: N_("This is not an id of ours."),
}


def sentence(kind: inspect.Type, value: Any) -> tuple[str, dict[str, str | int]]:
    """What to tell somebody whose value does not fit this type."""
    match kind:
        case inspect.StrType(max_length=int(limit)) if isinstance(value, str) and len(value) > limit:
            return N_("Please shorten this to %(limit)s characters."), {"limit": limit}
        case inspect.StrType() if value == "":
            return FILL_IN, {}
        case inspect.StrType(pattern=str()):
            return N_("This is not a web address. An example: https://witten.example"), {}
        case inspect.IntType(ge=int(least), le=int(most)):
            return N_("Please give a whole number from %(least)s to %(most)s."), {"least": least, "most": most}
        case inspect.FloatType(ge=float(least), le=float(most)):
            return N_("Please give a number from %(least)s to %(most)s."), {"least": int(least), "most": int(most)}
        case inspect.EnumType():
            return SENTENCES[inspect.EnumType], {"choices": ", ".join(str(each.value) for each in kind.cls)}
        case inspect.LiteralType():
            return SENTENCES[inspect.LiteralType], {"choices": ", ".join(map(str, kind.values))}
    return SENTENCES.get(type(kind), N_("This is not valid.")), {}
