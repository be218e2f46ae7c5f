namespace Vitrine.Gateway;
