"""Operations: what people do with clusters besides describing them."""
