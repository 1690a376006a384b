"""What the tests know of each language: how it denies, which words it may not use, which give a person away.

Beginnings and words are folded as `fold` does it; a stem of a language that sets no spaces may stand anywhere.
"""

import re
import unicodedata

NO = {
    "en": r"\b(?:no|not|nothing|never|nobody|without|cannot|unless|neither|forbids)\b",
    "es": r"\b(?:no|nada|nunca|nadie|sin|ni|tampoco|prohíbe)\b",
    "pt": r"\b(?:não|nada|nunca|ninguém|sem|nem|proíbe|nenhum\w*)\b",
    "fr": r"\b(?:pas|non|rien|jamais|sans|ni|aucun\w*|interdit)\b|\bne (?:\w+ ){1,3}personne\b",
    "ht": r"\bpa\b(?! (?:ou|nou|mwen|yo|li|videyo)\b)|\b(?:poko|non|san|okenn|pèsonn|anyen|janm|ni|entèdi)\b",
    "ar": r"(?:^|\W)[وف]?(?:لا|لم|لن|ليس\w*|لست\w*|غير|دون|بدون\w*|من دونكم|تمنع|تُمنع|ما من)(?=\W|$)",
    "ru": r"\b(?:не|нет|ни|никто|никогда|ничего|никаких|без|запрещает|нельзя)\b",
    "zh": r"不|没|无|勿|别(?!人)|禁止",
    "bn": r"(?:^|[\s।,:*])(?:না|নয়|নেই|নন|ছাড়াই?|নিষেধ|না-ও|চাননি|করিনি|হয়নি|দেননি)(?=[\s।,:*]|$)",
    "pa": r"ਨਹੀਂ|(?:^|\s)ਨਾ(?=\s|।|,|$)|ਨਾਂਹ|ਬਿਨਾਂ|ਮਨ੍ਹਾ|ਰੋਕਿਆ",
    "am": r"(?:^|[\s፦*])(?:አል|አይ|አያ|አት|የለ|የሌ|ካል|ሳይ|ላይሆን|ያልተ|ያልጠ)\w*|ያለ እ\w+|የለም|አይ\w+|ይከለክላል|ላያ\w+|ማጣት",
    "ti": r"(?:^|[\s፦*])(?:ኣይ|ኣየ|ኣያ|ዘይ|እንተዘይ|ብዘይ|የብ|የለ|ከይ|ፈጺም)\w*|ይኽልክል|ዝኽልክል",
}
"""How a statement denies or forbids."""

FACT = {
    "en": "it", "es": "eso", "pt": "isso", "fr": "cela", "ht": "sa", "ar": "هذا", "ru": "это", "zh": "它", "bn": "এটি",
    "pa": "ਇਹ", "am": "ይህ", "ti": "እዚ",
}  # fmt: skip
"""The short word that stands for a fact when a text is measured."""

NEVER = {
    "en": r"please|kindly|successfully|invalid|status|user|submit\w*|shall|hereby|pursuant|herein|thereof|alien|"
    r"failure to|in absentia|inter alia|i\.e|e\.g|etc|complaint|remain silent",
    "es": r"carrera|deber[áa]n?|favor|sírvase|exitosamente|inválid\w*|usuario|estatus|mediante|conforme a|"
    r"dialecto|indio|a fin de|en virtud|queja|guardar silencio",
    "pt": r"corrida|deverá|por favor|usuário|status|mediante|outrossim|conforme|dialeto|índio|a fim de|reclamação|"
    r"calad\w*|em silêncio|à revelia|alfândega",
    "fr": r"course|devrez|veuillez|utilisateur|statut|conformément|dialecte|afin de|plainte|garder le silence|"
    r"par défaut|à défaut|comparution|étranger",
    "ht": r"fè kous|retire elèv|tounen vin jwenn|plent|dyalèk|an silans|itilizatè|tanpri|koutim",
    "ar": r"سباق|شكوى|المستخدم|يرجى|بموجب|الصمت|لهجة|الجمارك",
    "ru": r"гонк\w*|жалоб\w*|пользовател\w*|надлежащ\w*|в соответствии|вышеуказан\w*|хранить молчание|диалект|"
    r"национальност\w*|неявк\w*",
    "zh": r"赛跑|投诉|用户|根据本|沉默|方言|海关|之故",
    "bn": r"বরফ|অভিযোগ|ব্যবহারকারী|অনুগ্রহ|নীরব|উপভাষা",
    "pa": r"ਦੌੜ|ਸ਼ਿਕਾਇਤ|ਵਰਤੋਂਕਾਰ|ਕਿਰਪਾ|ਚੁੱਪ|ਉਪਭਾਸ਼ਾ",
    "am": r"ሩጫ|ቅሬታ|ተጠቃሚ|እባክዎ|ዝም",
    "ti": r"ጉያ|ጥርዓን|ተጠቃሚ|በጃኹም|ስቕ",
}
"""Words of offices, and renderings that were seen to be wrong: a race as a run, ICE as ice."""

CANARIES = {
    "en": "afraid fear asyl protect persecut tortur refug danger harm shelter hostel famil child son daughter "
    "mother father husband wife counsel lawyer attorney legal national citizen migra immigra deport remov "
    "court judge hearing interview officer govern police border right claim decision determin mexic "
    "guatemal hondur salvador",
    "es": "miedo temor asil proteg protecc persec persig persegu tortur refugi peligro dano albergue familia "
    "nino nina hijo hija madre padre esposo esposa abogad legal nacional ciudadan migra inmigra deport "
    "devol expuls corte tribunal juez audiencia entrevista oficial gobierno policia front derecho caso "
    "decision mexic guatemal hondur salvador",
    "pt": "medo temor asil prote persegui tortur refugi perigo dano abrigo albergue famil crianc filho filha mae "
    "pai marido espos advogad juridic nacional cidad migra imigra deport devol expuls tribunal juiz "
    "audiencia entrevist oficial governo policia fronteira direito decis",
    "fr": "peur craint asil proteg persecut tortur refugi danger foyer heberg famill enfant fils fille mere pere "
    "mari epouse avocat juridi national citoyen migr immigr deport renvo expuls tribunal juge audience "
    "entretien agent gouvern police frontier droit decision",
    "ht": "laperez azil pwote pesekisyon toti refijye danje fanmi timoun pitit manman papa mari madanm "
    "avoka legal nasyonal sitwayen migra imigra depot tribinal jij odyans entevyou ofisye gouvenman "
    "lapolis fwontye dwa desizyon",
    "ar": "خوف الخوف لجوء اللجوء حماي الحماي اضطهاد تعذيب لاجئ خطر الخطر ماوى الماوى عايل عائل اسر الاسر طفل "
    "اطفال محام المحام قانون القانون جنسي الجنسي هجر الهجر ترحيل محكم المحكم قاض القاض جلس الجلس مقابل "
    "ضابط حكوم الحكوم شرط حدود قرار القرار",
    "ru": "страх боит убежищ защит преследован пытк беженц опасн приют сем дет сын дочь мать отец муж жена "
    "адвокат юрид гражданств мигра иммигра депорт выдвор суд судья слушан интервью офицер правительств "
    "полиц границ право решени",
    "zh": "恐惧 害怕 庇护 保护 迫害 酷刑 难民 危险 收容 家庭 孩子 儿童 律师 法律 国籍 移民 驱逐 遣返 法庭 法官 "
    "听证 面谈 官员 政府 警察 边境 权利 决定",
    "bn": "ভয় আশ্রয় সুরক্ষা নিপীড়ন নির্যাতন শরণার্থী বিপদ পরিবার শিশু আইনজীবী আইন জাতীয়তা অভিবাস বহিষ্কার "
    "আদালত বিচারক শুনানি সাক্ষাৎকার কর্মকর্তা সরকার পুলিশ সীমান্ত অধিকার সিদ্ধান্ত",
    "pa": "ਡਰ ਸ਼ਰਨ ਪਨਾਹ ਸੁਰੱਖਿਆ ਅਤਿਆਚਾਰ ਤਸ਼ੱਦਦ ਸ਼ਰਨਾਰਥੀ ਖ਼ਤਰ ਆਸਰਾ ਪਰਿਵਾਰ ਬੱਚ ਵਕੀਲ ਕਾਨੂੰਨ ਕੌਮੀਅਤ ਇਮੀਗ੍ਰੇਸ਼ਨ ਅਦਾਲਤ "
    "ਜੱਜ ਸੁਣਵਾਈ ਇੰਟਰਵਿਊ ਅਧਿਕਾਰੀ ਸਰਕਾਰ ਪੁਲਿਸ ਸਰਹੱਦ ਫ਼ੈਸਲ",
    "am": "ፍርሃት ጥገኝነት ጥበቃ ስደት ስቃይ አደጋ መጠለያ ቤተሰብ ልጅ ልጆች ጠበቃ ሕግ ዜግነት ኢሚግሬሽን ፍርድ ዳኛ ችሎት ቃለ ፖሊስ መንግሥት ድንበር መብት ውሳኔ",
    "ti": "ፍርሒ ዑቕባ ሓለዋ ስደት ስቓይ ሓደጋ መጽለሊ ስድራ ቆልዓ ቆልዑ ጠበቓ ሕጊ ዜግነት ኢሚግረሽን ፍርዲ ዳኛ ቃለ ፖሊስ መንግስቲ ዶብ መሰል ውሳነ",
}  # fmt: skip
"""Beginnings of words that no carry sheet may show: what a search, a relative or a gang must not find."""

UNSPACED = frozenset({"zh"})
QUESTION = re.compile("[?؟？]")
QUOTE = re.compile('"[^"]+"|«[^»]+»|“[^”]+”')


def fold(text: str) -> str:
    """A text without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Every word of a text, folded; signs of scripts whose vowels are marks belong to their words."""
    return "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in fold(text)).split()


def given_away(text: str) -> list[str]:
    """The words of a text that a canary of any language is heard in."""
    beginnings = tuple(stem for code, said in CANARIES.items() if code not in UNSPACED for stem in fold(said).split())
    anywhere = tuple(stem for code in UNSPACED for stem in fold(CANARIES[code]).split())
    return [word for word in words(text) if word.startswith(beginnings) or any(stem in word for stem in anywhere)]
