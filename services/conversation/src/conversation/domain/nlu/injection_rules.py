"""The patterns of instructions to a model in English, German, Spanish and French, with their weights."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversation.domain.nlu.word_sets import words


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that is only tried where the text contains one of `needs`."""

    name: str
    weight: float
    needs: frozenset[str]
    form: re.Pattern[str]


def _rule(name: str, weight: float, needs: str, *forms: str) -> Rule:
    return Rule(name, weight, words(needs), re.compile("|".join(forms), re.IGNORECASE))


_ORDERS = (
    r"(?:instru[ck]\w+|orders?|rules?|prompts?|assignments?|guidelines?|commands?|directives?"
    r"|thoughts|context|messages?"
    r"|anweisung\w*|aufträge|auftrag|befehle?|regeln|informationen|aufgaben|instruktionen|órdenes"
    r"|reglas|consignes|règles"
    r"|инструкции)"
)
_EARLIER = (
    r"(?:previous|prior|above|preceding|earlier|before|beforehand|so far|vorher\w*|bisherig\w*"
    r"|obig\w*|zuvor|davor|anterior\w*"
    r"|antes|précédent\w*|avant|discussed|said|told)"
)
_FEW = r"(?:\W+(?!(?:my|mein\w*|mis?|mon|mes)\b)\w+){0,4}?\W+"
RULES = (
    _rule(
        "overrides_instructions",
        0.7,
        """ignore disregard forget abandon override bypass vergiss vergessen vergesst
        ignoriere ignorieren ignoriert
        olvida olvide olvidar ignora ignorez oublie oubliez zaboravi забудьте leave lassen missachte
        drop remove streichen despite""",
        rf"\b(?:ignor\w+|disregard|forget|abandon|override|bypass|drop|remove|vergiss|vergessen sie"
        rf"|missachte\w*|olvid\w+|oublie[rz]?"
        rf"|zaboravi|забудьте){_FEW}(?:{_ORDERS}|{_EARLIER})\b",
        r"\b(?:ignore|forget|disregard|vergiss|olvid[ae]|oublie[rz]?)\s+(?:about\s+)?(?:everything"
        r"|alles|all|todo|tout)\b"
        r"(?!\s+(?:about|the|my|über)\b)",
        rf"\b(?:leave|lassen sie)\b[^.]{{0,40}}{_EARLIER}[^.]{{0,30}}\b(?:behind|hinter)",
        rf"{_EARLIER}{_FEW}(?:tasks|aufgaben|aufträge)\b[^.]{{0,30}}\b(?:streichen|head)"
        rf"|despite what you['’]ve been told",
    ),
    _rule(
        "voids_instructions",
        0.5,
        "irrelevant longer ungültig deviating abweichend contrary entgegen not nicht dont don",
        rf"\b(?:no longer|not|nicht mehr)\W+(?:\w+\W+){{0,3}}(?:follow|obey|apply|gelten"
        rf"|valid)\b[^.]{{0,40}}{_ORDERS}",
        rf"\b{_EARLIER}\W+{_ORDERS}\b[^.]{{0,60}}\b(?:irrelevant|ungültig|void|invalid|obsolete)",
        rf"\b(?:abweichend|entgegen|contrary|deviating)\W+\w+\W+{_EARLIER}\W+{_ORDERS}",
        r"\bdo(?:n['’]t| not) (?:look|read|search|use|follow|consult)\b[^.]{0,30}\b(?:documents?"
        r"|context|instructions?|rules)",
        r"\bown knowledge\b[^.]{0,20}\bnot\b",
    ),
    _rule(
        "asks_for_prompt",
        0.6,
        "prompt prompts instructions text texte anweisungen instrucciones consignes prompttext sentences",
        r"\bprompt_?texts?\b|\b(?:beginning of|in) (?:this|the|your) prompt\b",
        rf"\b(?:show|print|reveal|repeat|output|display|leak|tell|give|zeig\w*|nenne|muestra|montre"
        rf"|what (?:is|are|were))"
        rf"{_FEW}(?:system|initial|original|hidden|secret|own|your|deine?n?|tus|tes)\s(?:\w+\s)?"
        r"(?:prompts?|instructions|anweisungen|instrucciones|consignes|guidelines)\b(?!\s(?:for|on"
        r"|about|to|zu|para|pour))",
        r"\b(?:sentences?|texts?|words|zeige)\b[^.]{0,30}\b(?:before|above|vor"
        r"|folgenden)\b[^.]{0,12}\b(?:the|this|dem|texte?)\b",
    ),
    _rule(
        "gives_a_role",
        0.5,
        """you bist eres act acting role roleplay roleplaying pretend imagine
        persona character now jetzt fungieren rolle stell dan actúa
        actua ahora agis maintenant mode jailbreak restrictions""",
        r"\b(?:you are|you['’]re|du bist|sie sind|eres|tu es)\s+(?:now|jetzt|ahora"
        r"|maintenant)\b(?=\s+(?!(?:able|in|at|on|going"
        r"|being|my|the only|not)\b))",
        r"\b(?:now|jetzt|ahora|maintenant)\s+(?:you are|bist du|sind sie|eres|tu es)\s+(?!(?:able"
        r"|being|saying|telling|not)\b)",
        r"\b(?:act|acting|behave|respond|fungieren|fungierst|agis|actúa) (?:as|like|als|como|comme)\b",
        r"(?:^|[.!?:]\s+)(?:you are|(?:nun )?(?:du bist|bist du)|eres"
        r"|tu es)\s(?:the\s)?(?-i:[A-Z])[^\W_]+(?:\s\w+)?[.,!]",
        r"\bwant you to (?:act|be|play|pretend)\b|\brole-?play\w*|\bsie als [\w-]+[^.]{0,60}fungieren",
        r"\b(?:imagine|pretend|stell dir vor),?\s+(?:that\s+)?(?:you are|you['’]re|dass du|du bist"
        r"|du wärst)\b",
        r"\b(?:developer|dan|god|debug|jailbreak) mode\b|\bdo anything now\b|\bno (?:restrictions"
        r"|filters?|limits)\b",
    ),
    _rule(
        "gives_a_task",
        0.4,
        "task tasks challenge aufgabe aufgaben herausforderung tarea tâche tache",
        r"\b(?:new|next|another|few more|neue[nrs]?|weitere[nr]?|folgende[nr]?|nueva"
        r"|nouvelle)\s(?:\w+\s)?(?:tasks?|challenge|aufgaben?"
        r"|herausforderung|tarea|tâche)\b",
    ),
    _rule(
        "praises_first",
        0.3,
        "done job great good gut gemacht leistung performance ok bravo toll großartig",
        r"\b(?:well done|great job|good job|did it really (?:great|well|good)|gut gemacht"
        r"|super gemacht|ausgezeichnete leistung)\b",
        r"\bthat was (?:ok|good|great)\b|\bdas war schon mal|(?:^|[.!?]\s)(?:very good|sehr gut"
        r"|simply great|einfach großartig)[.!]",
        r"\bexcellent performance\b|\bhervorragende\w* leistung\b",
    ),
    _rule(
        "dictates_the_answer",
        0.5,
        "say output repeat reply answer respond write print tell sag sagen antworte decir unwahre else",
        r"\b(?:just|only|simply|now|must|nur|einfach|solo)\s+(?:\w+\s){0,2}?(?:(?<!to )say|output"
        r"|print|reply|respond|sagen|antworte\w*|decir)\b",
        r"\brepeat after me\b|\b(?:say|output|print|sagen|sag mir|write)\s+(?:\w+\s){0,2}[\"“„'«]",
        r"\btell me that (?:you|i)\b|\bUNTRUE headline\b|\bunwahre überschrift\b|\bnothing else\b",
    ),
    _rule(
        "shapes_the_answer",
        0.5,
        "response answer reply output antwort",
        r"(?:^|[.!?\n][^\S\n]*+)(?:please\s+)?(?:add|integrate|include|insert|append|encode|encrypt"
        r"|reverse|translate|use|promote|mention|hide"
        r"|write|embed|begin|start|end|replace|convert)\b[^.?!]{0,60}\byour (?:entire |whole "
        r"|final |next )?(?:response|answer|reply|output)",
    ),
    _rule(
        "brings_its_own_knowledge",
        0.5,
        "context kontext artikel document",
        r"^\s*(?:document )?(?:context|kontext|artikel|article)\b[^?]{3,200}\b(?:question|frage)\b"
        r"|^\s*context ?: ?\{",
    ),
    _rule(
        "speaks_as_system",
        0.7,
        "< [ system im inst assistant instruction override admin",
        r"<\|?/?(?:im_start|im_end|system|assistant|user|inst)\|?>|\[/?inst\]|\[system\]"
        r"|^\s*#+\s*(?:system|instruction)",
        r"(?:^|\n)[^\S\n]*+(?:system|assistant|developer)\s*+(?:(?:message|prompt)\s*+)?:",
    ),
    _rule(
        "smuggles",
        0.6,
        "![ < \u200b \u2060 http https base64",
        r"!\[[^\]]{0,200}\]\(\s*https?:|<(?:img|script|iframe|svg)\b|[\u200b\u2060]{3}|[A-Za-z0-9+/]{80,}={0,2}",
        r"\b(?:send|post|forward|upload|exfiltrate)\b[^.]{0,60}\bhttps?://",
    ),
)
