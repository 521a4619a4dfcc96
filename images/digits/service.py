"""The Bento `digits`: a hand-written digit from 8 × 8 pixels of 0 to 16."""

import bentoml

from classifier.serving import ClassifierService


@bentoml.service(name="digits")
class Digits(ClassifierService):
    """POST /classify {"input_data": [[0, 0, 5, 13, …, 0]]} → [0]"""
