"""The Bento `iris`: three species of iris from four lengths in centimetres."""

import bentoml

from classifier.serving import ClassifierService


@bentoml.service(name="iris")
class Iris(ClassifierService):
    """POST /classify {"input_data": [[5.1, 3.5, 1.4, 0.2]]} → [0]"""
