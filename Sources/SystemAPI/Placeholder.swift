// SystemAPI
