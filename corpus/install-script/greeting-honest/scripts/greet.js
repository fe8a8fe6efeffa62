console.log("Thank you.");
