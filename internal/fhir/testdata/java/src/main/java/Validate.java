import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Questionnaire;
import org.hl7.fhir.r4.model.Resource;

/**
 * Checks resources by HL7's own validator, as HAPI FHIR brings it with the definitions of R4. The arguments are first
 * resources that others refer to (Questionnaires, Bundles of code systems and value sets), then "--", then what is
 * checked. Before that it makes sure that faults are found.
 */
public class Validate {
  public static void main(String[] args) throws Exception {
    FhirContext fhir = FhirContext.forR4();
    PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(fhir);
    int i = 0;
    for (; !args[i].equals("--"); i++) {
      Resource r = (Resource) fhir.newJsonParser().parseResource(Files.readString(Path.of(args[i])));
      if (r instanceof Bundle b) b.getEntry().forEach(e -> own.addResource(e.getResource()));
      else own.addResource(r);
    }
    FhirInstanceValidator instance = new FhirInstanceValidator(new ValidationSupportChain(
        new DefaultProfileValidationSupport(fhir), own, new CommonCodeSystemsTerminologyService(fhir),
        new InMemoryTerminologyServerValidationSupport(fhir), new SnapshotGeneratingValidationSupport(fhir)));
    instance.setNoTerminologyChecks(false);
    FhirValidator validator = fhir.newValidator().registerValidatorModule(instance);

    Questionnaire broken = new Questionnaire();
    broken.addItem().setLinkId("a");
    if (validator.validateWithResult(broken).isSuccessful()) {
      System.err.println("the validator accepts a broken Questionnaire");
      System.exit(1);
    }
    int faults = 0, checked = 0;
    for (i++; i < args.length; i++, checked++) {
      for (SingleValidationMessage m : validator.validateWithResult(Files.readString(Path.of(args[i]))).getMessages()) {
        if (m.getSeverity().compareTo(ResultSeverityEnum.ERROR) < 0) continue;
        System.err.println(args[i] + ": " + m.getLocationString() + ": " + m.getMessage());
        faults++;
      }
    }
    if (faults > 0) System.exit(1);
    System.out.println(checked + " resources have no error by HL7's validator");
  }
}
