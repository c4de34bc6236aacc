"""Jiayi 家医: the family-doctor contract service of a county."""
