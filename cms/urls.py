"""Every address of the installation; language-bound ones carry their prefix."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("", include("training.case_urls")),
    path("", include("assessments.api.urls")),
    path("", include("assessments.xapi_urls")),
    path("admin/login/", views.sign_in, name="admin_sign_in"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("_util/login/", views.sign_in),
        path("", include("assessments.urls")),
        path("", include("training.urls")),
        path("", include(wagtail_urls)),
    ),
]
