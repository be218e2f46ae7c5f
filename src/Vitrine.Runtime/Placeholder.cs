namespace Vitrine.Runtime;
