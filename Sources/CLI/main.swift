print("tinsmith")
