
app_name = "recherche"
urlpatterns: list = []
