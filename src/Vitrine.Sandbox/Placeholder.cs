namespace Vitrine.Sandbox;
