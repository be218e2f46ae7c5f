namespace Vitrine.Egress;
